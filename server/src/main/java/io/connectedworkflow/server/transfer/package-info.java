/** Export and import: all that is stored, as a file on its way from one database to another. */
@NullMarked
package io.connectedworkflow.server.transfer;

import org.jspecify.annotations.NullMarked;
