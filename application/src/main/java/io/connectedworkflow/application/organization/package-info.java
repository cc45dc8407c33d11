/** The OAuth clients that act for users of an application's organizations. */
@NullMarked
package io.connectedworkflow.application.organization;

import org.jspecify.annotations.NullMarked;
