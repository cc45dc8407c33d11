/** Work in the background: nobody waits for it, so that only the log can tell how it goes. */
@NullMarked
package io.connectedworkflow.infrastructure.background;

import org.jspecify.annotations.NullMarked;
