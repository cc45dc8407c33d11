/** The auto-configuration of an application that embeds us, and its properties. */
@NullMarked
package io.connectedworkflow.infrastructure;

import org.jspecify.annotations.NullMarked;
