/** What may be asked of the past. */
@NullMarked
package io.connectedworkflow.application.audit;

import org.jspecify.annotations.NullMarked;
