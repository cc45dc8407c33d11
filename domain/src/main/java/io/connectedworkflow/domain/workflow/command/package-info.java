/** The commands on a connected workflow. */
@NullMarked
package io.connectedworkflow.domain.workflow.command;

import org.jspecify.annotations.NullMarked;
