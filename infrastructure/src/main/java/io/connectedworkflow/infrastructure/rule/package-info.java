/** Rules over HTTP, and as JSON in the log and in the views. */
@NullMarked
package io.connectedworkflow.infrastructure.rule;

import org.jspecify.annotations.NullMarked;
