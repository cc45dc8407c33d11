/** What an application that embeds us gets. */
@NullMarked
package io.connectedworkflow.infrastructure;

import org.jspecify.annotations.NullMarked;
