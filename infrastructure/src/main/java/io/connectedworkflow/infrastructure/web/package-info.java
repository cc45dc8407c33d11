/** HTTP: who gets in, how bytes become an item, and how every answer looks. */
@NullMarked
package io.connectedworkflow.infrastructure.web;

import org.jspecify.annotations.NullMarked;
