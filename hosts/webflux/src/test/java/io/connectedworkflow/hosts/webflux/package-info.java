/** Hosts with WebFlux. */
@NullMarked
package io.connectedworkflow.hosts.webflux;

import org.jspecify.annotations.NullMarked;
