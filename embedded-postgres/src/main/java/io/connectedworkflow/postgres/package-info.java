/** A PostgreSQL that runs for one application, out of a directory that keeps its data. */
@NullMarked
package io.connectedworkflow.postgres;

import org.jspecify.annotations.NullMarked;
