/** What holds for the whole domain. */
@NullMarked
package io.connectedworkflow.domain;

import org.jspecify.annotations.NullMarked;
