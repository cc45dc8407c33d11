/** Tokens and scopes: whom a request comes from, and what it may do. */
@NullMarked
package io.connectedworkflow.infrastructure.security;

import org.jspecify.annotations.NullMarked;
