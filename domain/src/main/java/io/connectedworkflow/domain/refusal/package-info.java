/** Every way to say no. */
@NullMarked
package io.connectedworkflow.domain.refusal;

import org.jspecify.annotations.NullMarked;
