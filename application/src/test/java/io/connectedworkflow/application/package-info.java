/** What holds for the whole application. */
@NullMarked
package io.connectedworkflow.application;

import org.jspecify.annotations.NullMarked;
