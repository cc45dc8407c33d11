/** Subscriptions of a host: streaming processors that read the log as far as nothing can be added to it any more. */
@NullMarked
package io.connectedworkflow.infrastructure.subscription;

import org.jspecify.annotations.NullMarked;
