/** What an application asks for in the name of its organizations: the clients that act for their users. */
@NullMarked
package io.connectedworkflow.application.organization;

import org.jspecify.annotations.NullMarked;
