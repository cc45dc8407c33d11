/** Databases, hosts and clients for tests. */
@NullMarked
package io.connectedworkflow.testing;

import org.jspecify.annotations.NullMarked;
