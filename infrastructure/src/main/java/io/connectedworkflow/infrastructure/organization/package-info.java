/** The directory of organizations: its tables and its administration over HTTP. */
@NullMarked
package io.connectedworkflow.infrastructure.organization;

import org.jspecify.annotations.NullMarked;
