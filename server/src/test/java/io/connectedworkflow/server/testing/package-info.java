/** The server as the tests start it. */
@NullMarked
package io.connectedworkflow.server.testing;

import org.jspecify.annotations.NullMarked;
