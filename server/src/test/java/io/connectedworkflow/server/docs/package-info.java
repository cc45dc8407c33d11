/** Tests that the documentation tells the truth. */
@NullMarked
package io.connectedworkflow.server.docs;

import org.jspecify.annotations.NullMarked;
