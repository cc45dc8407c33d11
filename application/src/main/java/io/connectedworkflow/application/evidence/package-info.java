/** How it is proved that the log says what it said: its chain, checkpoints, and their verification. */
@NullMarked
package io.connectedworkflow.application.evidence;

import org.jspecify.annotations.NullMarked;
