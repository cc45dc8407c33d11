/** What has happened in all workflows, and what was refused, for auditors. */
@NullMarked
package io.connectedworkflow.application.audit;

import org.jspecify.annotations.NullMarked;
