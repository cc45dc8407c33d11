/** PostgreSQL for all other rooms: connections, migrations, ids and waits. */
@NullMarked
package io.connectedworkflow.infrastructure.postgres;

import org.jspecify.annotations.NullMarked;
