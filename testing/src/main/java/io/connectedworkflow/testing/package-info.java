/** What the tests stand on: databases, hosts and clients. */
@NullMarked
package io.connectedworkflow.testing;

import org.jspecify.annotations.NullMarked;
