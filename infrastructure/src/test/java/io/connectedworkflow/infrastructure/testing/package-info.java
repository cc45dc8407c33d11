/** The server as the tests start it. */
@NullMarked
package io.connectedworkflow.infrastructure.testing;

import org.jspecify.annotations.NullMarked;
