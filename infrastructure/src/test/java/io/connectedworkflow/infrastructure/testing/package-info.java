/** What the tests stand on: databases, servers and clients. */
@NullMarked
package io.connectedworkflow.infrastructure.testing;

import org.jspecify.annotations.NullMarked;
