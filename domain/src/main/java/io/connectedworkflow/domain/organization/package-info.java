/** The organization around a workflow, as the one who asks sees it. */
@NullMarked
package io.connectedworkflow.domain.organization;

import org.jspecify.annotations.NullMarked;
