/** The Java API for callers who do not wait for the answer. */
@NullMarked
package io.connectedworkflow.application;

import org.jspecify.annotations.NullMarked;
