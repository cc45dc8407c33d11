/** What every room needs of PostgreSQL, which runs embedded when no datasource is configured. */
@NullMarked
package io.connectedworkflow.infrastructure.postgres;

import org.jspecify.annotations.NullMarked;
