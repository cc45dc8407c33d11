/** Rules of a workflow, and the checks that they are well formed. */
@NullMarked
package io.connectedworkflow.domain.rule;

import org.jspecify.annotations.NullMarked;
