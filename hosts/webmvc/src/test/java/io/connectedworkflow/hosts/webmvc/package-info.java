/** Hosts with Spring MVC and without security. */
@NullMarked
package io.connectedworkflow.hosts.webmvc;

import org.jspecify.annotations.NullMarked;
