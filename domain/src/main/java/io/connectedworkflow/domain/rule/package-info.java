/** What a rule of a workflow is, and when it is well formed. */
@NullMarked
package io.connectedworkflow.domain.rule;

import org.jspecify.annotations.NullMarked;
