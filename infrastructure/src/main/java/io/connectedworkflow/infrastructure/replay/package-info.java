/** Replays and rebuilds on PostgreSQL. */
@NullMarked
package io.connectedworkflow.infrastructure.replay;

import org.jspecify.annotations.NullMarked;
