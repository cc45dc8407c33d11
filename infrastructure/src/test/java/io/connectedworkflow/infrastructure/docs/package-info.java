/** Tests that the documentation tells the truth. */
@NullMarked
package io.connectedworkflow.infrastructure.docs;

import org.jspecify.annotations.NullMarked;
