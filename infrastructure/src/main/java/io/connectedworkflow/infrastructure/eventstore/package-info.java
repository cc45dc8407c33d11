/** Our own Axon: engine, serializer, transactions and buses, all explicit. */
@NullMarked
package io.connectedworkflow.infrastructure.eventstore;

import org.jspecify.annotations.NullMarked;
