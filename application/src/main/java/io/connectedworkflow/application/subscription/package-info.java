/** A host's subscriptions: its own code that is told of every event, behind the commands and at its own pace. */
@NullMarked
package io.connectedworkflow.application.subscription;

import org.jspecify.annotations.NullMarked;
