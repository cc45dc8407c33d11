/** What other applications get to know: events of connected workflows, in Kafka. */
@NullMarked
package com.example.sales.feed;

import org.jspecify.annotations.NullMarked;
