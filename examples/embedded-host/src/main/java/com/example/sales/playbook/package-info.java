/** How an account sells: playbooks, each with a connected workflow as its process. */
@NullMarked
package com.example.sales.playbook;

import org.jspecify.annotations.NullMarked;
