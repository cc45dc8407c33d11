/** The chain of the log, its checkpoints, and the command that verifies both. */
@NullMarked
package io.connectedworkflow.infrastructure.evidence;

import org.jspecify.annotations.NullMarked;
