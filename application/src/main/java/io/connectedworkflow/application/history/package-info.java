/** One workflow's past: its versions, what it was at a time, and bringing that back. */
@NullMarked
package io.connectedworkflow.application.history;

import org.jspecify.annotations.NullMarked;
