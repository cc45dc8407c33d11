/** A sales application that has connected workflows in it. */
@NullMarked
package com.example.sales;

import org.jspecify.annotations.NullMarked;
