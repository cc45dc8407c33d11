/** The ConnectedWorkflow aggregate, its values, and the ports its decisions need. */
@NullMarked
package io.connectedworkflow.domain.workflow;

import org.jspecify.annotations.NullMarked;
