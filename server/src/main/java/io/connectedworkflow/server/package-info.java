/** The server: what it has more than an application that embeds us, and the commands of its jar. */
@NullMarked
package io.connectedworkflow.server;

import org.jspecify.annotations.NullMarked;
