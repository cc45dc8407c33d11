/** What every room needs of PostgreSQL, which runs embedded where that is asked for. */
@NullMarked
package io.connectedworkflow.infrastructure.postgres;

import org.jspecify.annotations.NullMarked;
