/** All of the past played again: read models that are rebuilt, and reports of whether they agree. */
@NullMarked
package io.connectedworkflow.application.replay;

import org.jspecify.annotations.NullMarked;
