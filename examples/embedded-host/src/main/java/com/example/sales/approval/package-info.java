/** Who lets a playbook be played: an aggregate of the application's own Axon. */
@NullMarked
package com.example.sales.approval;

import org.jspecify.annotations.NullMarked;
