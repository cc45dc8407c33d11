/** The server, and what an application that embeds us gets. */
@NullMarked
package io.connectedworkflow.infrastructure;

import org.jspecify.annotations.NullMarked;
