/** One workflow's past, read from the log. */
@NullMarked
package io.connectedworkflow.infrastructure.history;

import org.jspecify.annotations.NullMarked;
