/** Hosts that have nothing but a data source. */
@NullMarked
package io.connectedworkflow.hosts.plain;

import org.jspecify.annotations.NullMarked;
