/** What a connected workflow can be told to do. */
@NullMarked
package io.connectedworkflow.domain.workflow.command;

import org.jspecify.annotations.NullMarked;
