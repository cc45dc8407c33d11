/** Hosts with much of what Boot has. */
@NullMarked
package io.connectedworkflow.hosts.full;

import org.jspecify.annotations.NullMarked;
